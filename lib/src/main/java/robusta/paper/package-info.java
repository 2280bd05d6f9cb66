/** The settings of the paper's experiments in one place. */
package robusta.paper;
