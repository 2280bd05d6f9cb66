/** What runs a model: sessions that compute values and gradients. */
package robusta.engine;
