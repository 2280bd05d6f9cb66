package robusta.represent;

import robusta.data.Images;

/**
 * Images on their way.
 *
 * @param step how many steps were taken; 0 is the start
 * @param images all images of the batch
 */
public record Snapshot(int step, Images images) {}
