/** The command line: scripts, the shell and what a terminal shows of both. */
package robusta.kernel;
