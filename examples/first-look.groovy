// What does a network keep of a photograph? Two pretrained networks of one architecture answer: one
// was trained as usual, the other so that small changes of an image cannot fool it.
// Under a minute on two cores:  ./robusta run examples/first-look.groovy [--out FOLDER] [--seed N]

standard = pretrained('cifar10-standard')
robust   = pretrained('cifar10-l2-1.0')
both     = [standard, robust]
using robust
seed 1

// Photographs that are free of rights, in the 32 pixels that these networks see. Most show what the
// networks never learned: they know airplanes, cats and trucks, but no cups and no walls.
photos = photographs()[0, 1, 2, 3, 6, 7]

// Invert: begin with another photograph and change it until its representation is that of the
// target. Of 3,072 numbers 256 are left, so much may be lost; what comes back tells what the network
// looks at.
others   = photos[1..5] + photos[0]
inverted = sideBySide(*both.collect { invert(photos).from(others).steps(800).with(it) })
save inverted, 'inverted.png'
show inverted.table

// Visualise: what does one coordinate of the representation respond to? For four photographs take
// the coordinate that is largest, and raise it, beginning with the same noise for both networks.
seen     = photos[0..3]
features = robust.represent(seen).collect { it.toList().indexOf(it.max()) }
drawn    = sideBySide(*both.collect { visualize(feature: features).from(noise(1)).with(it) })
save drawn, 'visualised.png'

// Edit: what the robust network sees in the others can be added to the cat, and it can be asked to
// make something else of each photograph.
added   = add(feature: features[1..3]).to(photos[0])
changed = attack(photos).targeting('dog').eps(5.0).steps(60)
save added, 'features-added.png'
save changed, 'towards-a-dog.png'

report('A first look') {
  section 'Inverted'
  text 'Images with the representation of the targets, found from other photographs. What a standard ' +
      'network takes for the target still looks like the other one; what a robust network takes for ' +
      'it has the shapes and colours of the target.'
  show inverted, inverted.table
  section 'Visualised'
  text "The coordinates ${features.join(', ')}, raised from noise: each is large in one of the photographs."
  show drawn
  section 'Edited'
  text 'The coordinates of the other three added to the cat, until each is its largest; and every photograph as the robust network would have it to be a dog.'
  show added, changed
  section 'The networks'
  show models('cifar10-standard').accuracyTable(), models('cifar10-l2-1.0').accuracyTable()
}
