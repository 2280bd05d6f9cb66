// How do attacks compare on one network? Norms, steps, restarts, targets, and a loss of your own.
// About two minutes on two cores:  ./robusta run examples/attack-study.groovy [--out FOLDER] [--seed N]

data = fashion()
seed 1

network = model('smallcnn', data: data, name: 'eps 1')
network.train(eps: 1.0, steps: 3, epochs: 4, schedule: 'cyclic', learningRate: 0.2)

// How strong must an attack be before more steps or restarts change nothing? FGSM is its one step.
strength = sweep(steps: [1, 5, 20, 100], restarts: [1, 3], file: 'strength.csv') { p ->
  def accuracy = network.evaluate(eps: 1.0, steps: p.steps, restarts: p.restarts, first: 500)
  [accuracy: accuracy['eps 1'][0]]
}
show strength

// The same radius means different things in different norms.
norms = sweep(norm: ['L2', 'Linf'], eps: [0.02, 0.1, 0.5, 1.0], file: 'norms.csv') { p ->
  [accuracy: network.evaluate(eps: p.eps, norm: p.norm, first: 500).column(1)[0]]
}
show norms

// What the changes look like, at several radii in one call.
victims = data.test.onePerClass()
untargeted = attack(victims).eps(0.5, 1.0, 2.0)
save untargeted, 'untargeted.png'

// Everything is to become a bag.
targeted = attack(victims).targeting('Bag').eps(3.0).steps(40)
save targeted, 'targeted.png'

// A loss of your own, over the logits and the target: the margin of Carlini and Wagner (2017).
margin = attack(victims).eps(1.0).steps(20).loss { logits, target ->
  def own = (logits * target).sum(1)
  def other = (logits - 1e4 * target).max(1)
  other - own
}
save margin, 'margin.png'

report('A study of attacks') {
  section 'Steps and restarts'
  text 'Accuracy on 500 test images within eps 1 in L2.'
  show strength
  section 'Norms'
  show norms
  section 'Pictures'
  show untargeted, targeted, margin
}
