/** Robusta: adversarially robust representations on the JVM. */
package robusta;
