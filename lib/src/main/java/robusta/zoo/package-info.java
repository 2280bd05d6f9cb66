/**
 * Pretrained models: {@link robusta.zoo.Zoo} finds those that are shipped, {@link
 * robusta.zoo.ModelCard} says what each is and how it came about, and {@link
 * robusta.zoo.Publication} makes both files of a new one.
 */
package robusta.zoo;
