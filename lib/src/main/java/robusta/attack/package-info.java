/**
 * Optimising the input of a frozen network: one loop, {@link robusta.attack.Pgd}, over five
 * separate things.
 *
 * <ul>
 *   <li>{@link robusta.attack.Parametrization}: the variables that are moved (pixels, Fourier
 *       coefficients) and the image they stand for;
 *   <li>{@link robusta.attack.Transform}: what happens to the image before the network sees it
 *       (nothing, jitter, rotation);
 *   <li>{@link robusta.attack.Objective}: the number per example that is raised or lowered;
 *   <li>{@link robusta.attack.Constraint}: the ball the variables stay in, how a step is taken in
 *       it and where a random start lies;
 *   <li>{@link robusta.attack.Filter}: how the gradient before a step and the image after it are
 *       smoothed (not at all, blur, bilateral).
 * </ul>
 *
 * <p>{@link robusta.attack.PgdRun} executes the loop on an engine session that the caller owns (the
 * trainer does that); {@link robusta.attack.Attack} is the same for people: it opens the session,
 * checks the images, reports progress and returns an {@link robusta.attack.AttackResult}. The
 * numerics are those of MadryLab's {@code robustness} 1.2.1, checked against vectors that library
 * computed.
 */
package robusta.attack;
