// A standard and a robust network, side by side: trained, attacked, inverted and visualised.
// About five minutes on two cores:  ./robusta run examples/quickstart.groovy [--out FOLDER] [--seed N]

data = fashion()                                   // or cifar10()

seed 1

// The same network twice. One learns from the images as they are, the other from images that an
// adversary changed by up to eps (in L2) to make it err.
standard = model('smallcnn', data: data, name: 'standard')
robust   = model('smallcnn', data: data, name: 'robust')

schedule = [schedule: 'cyclic', learningRate: 0.2, evaluateOn: 250]
standard.train(epochs: 8, *: schedule)
robust.train(epochs: 8, eps: 1.5, steps: 5, *: schedule)

// How often are they right, on clean images and on attacked ones (20 steps of PGD)?
accuracy = compare(standard, robust).on(data.test).eps(0, 0.5, 1.0, 1.5, 2.0)
show accuracy
save accuracy, 'accuracy.csv'
save accuracy, 'accuracy.png'

// What do their representations remember of an image? Find images with the representation of the
// targets, from noise and from images of other classes.
targets = data.test.onePerClass()
others  = targets[1..9] + targets[0]

fromNoise  = [standard, robust].collect { invert(targets).steps(1000).with(it) }
fromOthers = [standard, robust].collect { invert(targets).from(others).steps(1000).with(it) }

inversionsFromNoise  = sideBySide(*fromNoise)
inversionsFromOthers = sideBySide(*fromOthers)
save inversionsFromNoise, 'inversions-from-noise.png'
save inversionsFromOthers, 'inversions-from-others.png'

// The same in numbers: SSIM to the target (1 for equal images) beside that of the start.
show inversionsFromNoise.table, inversionsFromOthers.table
save inversionsFromNoise.table, 'inversion-quality-from-noise.csv'
save inversionsFromOthers.table, 'inversion-quality-from-others.csv'

// From one image to another through the robust representation.
using robust
walk = interpolate(targets[1], targets[8]).frames(10).steps(100)
save walk, 'interpolation.png'

// What do single coordinates of the representation see? The strongest ones of a trouser, a bag and
// an ankle boot; and the trouser's, added to other garments.
features = robust.represent(targets[1, 8, 9]).collect { it.toList().indexOf(it.max()) }
seen  = sideBySide(*[standard, robust].collect { visualize(feature: features).from(noise(2)).with(it) })
added = add(feature: features[0]).to(targets[0, 2, 3, 4, 6])
save seen, 'features.png'
save added, 'feature-added.png'

report('Robusta quickstart') {
  section 'Accuracy'
  text 'Clean images, and images attacked by 20 steps of PGD within eps in L2.'
  show accuracy.table, accuracy.figure
  section 'Training'
  show standard.history, robust.history
  section 'Inversion'
  text 'Images found with the representation of the targets. Where a representation is robust they ' +
      'resemble the targets; where it is not they only match its numbers. SSIM is the structural ' +
      'similarity of Wang et al. (2004).'
  show inversionsFromNoise, inversionsFromNoise.table
  show inversionsFromOthers, inversionsFromOthers.table
  section 'Interpolation'
  show walk
  section 'Features'
  show seen, added
  settings(data: data.name, *: schedule)
}
