// Trains restricted64-standard of the zoo: a ResNet-18 of width 40 on six groups of Restricted
// ImageNet at 64 pixels, not attacked in training.
//   ./robusta run examples/training/restricted64-standard.groovy [EPOCHS]
// Run it again after an interruption and it goes on from its last checkpoint.

epochs = args ? args[0] as int : 30
data = restricted64()
seed 1

// The torchvision form halves the image twice before its first block, which makes it ten times as fast
// as the cifar form, so that 30 epochs take half an hour on two cores.
network = model('resnet18', data: data, width: 40, form: 'torchvision', name: 'restricted64-standard')
network.train(
    epochs: epochs, schedule: 'cyclic', learningRate: 0.2,
    augment: Augmentations.padCrop(8).then(Augmentations.flip()),
    evaluateEvery: 5, evaluateOn: 1150, checkpoints: 'checkpoints-restricted64-standard')
save network.history, 'restricted64-standard-history.csv'

// Writes restricted64-standard.safetensors in half precision and beside it the card, which says how
// accurate it is: on clean images over the whole test set, under attack over its first 1,000
// images. Both files belong into lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 0.86],
    about: 'A ResNet-18 of width 40 for six groups of Restricted ImageNet at 64 pixels that nobody attacked in training.',
    script: 'examples/training/restricted64-standard.groovy')
