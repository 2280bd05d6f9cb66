/**
 * What results look like. {@link robusta.figure.Figures} makes figures from results, {@link
 * robusta.figure.Export} saves them, {@link robusta.figure.Report} puts them into one HTML file,
 * and {@link robusta.figure.Png} reads back how a saved figure came about.
 */
package robusta.figure;
