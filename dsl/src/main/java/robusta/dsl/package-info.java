/** The Groovy language over the core: verbs, lazy sentences, help and completion. */
package robusta.dsl;
