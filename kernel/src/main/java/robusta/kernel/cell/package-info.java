/**
 * Cells: running them, stopping them, completing and explaining what is in them. The Jupyter kernel
 * and the notebook runner both stand on {@link robusta.kernel.cell.Evaluator}; this package knows
 * neither.
 */
package robusta.kernel.cell;
