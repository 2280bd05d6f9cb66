/**
 * Magics: lines of a cell that begin with {@code %}, and cells that begin with {@code %%}, as users
 * of BeakerX and IPython know them. Whoever runs cells hands them over with a {@link
 * robusta.kernel.magic.MagicContext}.
 */
package robusta.kernel.magic;
