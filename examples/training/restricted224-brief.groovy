// Trains the network that notebooks/imagenet.ipynb was executed with, a stand-in for the paper's: a
// ResNet-18 of width 32 on the groups of Restricted ImageNet at 224 pixels, robust in L2, in less
// than an hour. It is weak, and no network of the zoo.
//   ./robusta run examples/training/restricted224-brief.groovy FOLDER [MINUTES]
// FOLDER is ImageNet or a part of it, such as Tiny ImageNet, whose 64 pixels are enlarged.

if (!args) {
  throw new IllegalArgumentException('say where ImageNet or Tiny ImageNet lies, as in ... restricted224-brief.groovy tiny-imagenet-200')
}
minutes = args.size() > 1 ? args[1] as double : 36
seed 1

// At most 1,500 images of a group, so that dogs and insects do not outweigh the others, and in random
// order, so that the first test images are of all groups.
some = { dataset ->
  labels = dataset.labels()
  order  = (0..<dataset.size()).shuffled(new Random(1))
  chosen = order.groupBy { labels[it] }.values().collectMany { it.take(1500) }
  dataset.subset(chosen.shuffled(new Random(2)) as int[])
}
pictures = { pixels ->
  whole = restrictedImageNet(args[0], size: pixels)
  new DataSource('restrictedImageNet', some(whole.train), some(whole.test), whole.normalizer())
}

// So little time is spent best on small images first: at 112 pixels four times as many go through the
// network. What eps means shrinks with the side: 3 at 224 pixels is 1.5 at 112.
brief = [
    adversary: 'noise', augment: Augmentations.flip(), evaluateEvery: 1000, evaluateOn: 100]
begun = model('resnet18', data: pictures(112), width: 32, name: 'begun')
begun.train(
    *: brief, eps: 1.5, minutes: 0.7 * minutes, batch: 64, schedule: 'cyclic', learningRate: 0.1)
save begun, 'begun.safetensors'
save begun.history, 'history-112.csv'

data    = pictures(224)
network = load('begun.safetensors', size: 224, data: data, name: 'restricted224-brief')
network.train(
    *: brief, eps: 3, minutes: 0.3 * minutes, batch: 32, schedule: 'linear', learningRate: 0.03)
save network, 'restricted224-brief.safetensors'
save network.history, 'history-224.csv'
show network.history
show network.evaluate(on: data.test)
