/** What jvm-repr is to a kernel that has it. */
package jupyter;
