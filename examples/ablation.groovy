// What do the training eps and the number of attack steps buy? One small network for each pair,
// with its clean and robust accuracy and how well its representation inverts.
// About five minutes on two cores:  ./robusta run examples/ablation.groovy [--out FOLDER] [--seed N]
// Interrupt it as you like: run again, it goes on after the last finished network.

data = fashion()
seed 1

targets = data.test.onePerClass()
others  = targets[1..9] + targets[0]

runs = sweep(eps: [0, 0.5, 1.5], steps: [1, 3, 7], file: 'ablation.csv') { p ->
  def network = model('smallcnn', data: data, width: 8)
  network.train(eps: p.eps, steps: p.steps, epochs: 4, schedule: 'cyclic', learningRate: 0.2)
  def accuracy = network.evaluate(eps: [0, 0.5, 1.5], first: 1000)
  def inversion = invert(targets).from(others).steps(500).with(network).table
  [clean: accuracy['clean'][0], 'robust at 0.5': accuracy['eps 0.5'][0],
   'robust at 1.5': accuracy['eps 1.5'][0], 'SSIM of inversions': inversion['SSIM to target'][0]]
}
show runs
save runs, 'ablation.tex'

report('Training eps and attack steps') {
  text 'Each row is a network of its own, trained for four epochs. SSIM compares images inverted ' +
      'from those of other classes with their targets (1 for equal images; Wang et al. 2004).'
  show runs
}
