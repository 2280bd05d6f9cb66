/**
 * Notebooks as files: reading, running and writing them as Jupyter would, without Jupyter, and as
 * pages for people who have none.
 */
package robusta.kernel.notebook;
