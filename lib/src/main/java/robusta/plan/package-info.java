/** A model's graph compiled to typed steps that an engine can run. */
package robusta.plan;
