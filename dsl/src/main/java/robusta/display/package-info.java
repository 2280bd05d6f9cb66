/**
 * How values look to a person: the same thing in several MIME types, and the outputs that show
 * them. Knows the core's results and figures, and nothing of the language or of any front end.
 */
package robusta.display;
