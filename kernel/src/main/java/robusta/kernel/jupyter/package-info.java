/**
 * A Jupyter kernel over JeroMQ: the wire, the sockets, and what each request is answered with. What
 * runs the cells is an {@link robusta.kernel.cell.Evaluator}, of which this package knows nothing
 * else.
 *
 * <p>Threads: one owns the sockets and answers what needs no evaluator; one runs the cells; one
 * completes and explains, also while a cell runs; one serves the control channel; one sends printed
 * text that nobody has sent yet and keeps the history's file.
 */
package robusta.kernel.jupyter;
