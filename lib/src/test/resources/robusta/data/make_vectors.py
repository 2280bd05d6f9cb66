"""Makes the files beside it with Pillow and torchvision, as references that are independent of Robusta.

    /usr/bin/python3 make_vectors.py      (Debian: python3-torchvision; made with Pillow 9.4, torchvision 0.14.1)

Every *.f32 holds little-endian float32 values in CHW order. The picture is synthetic.
"""
import numpy as np
import torch
from PIL import Image
from torchvision.transforms import functional as F

H, W = 20, 28
y, x = np.mgrid[0:H, 0:W]
picture = np.stack([
    127 + 120 * np.sin(x / 3.0 + y / 7.0),
    9.0 * x,
    255 * (((x // 4) + (y // 3)) % 2),
], axis=-1).clip(0, 255).astype(np.uint8)
rgb = Image.fromarray(picture)
grey = Image.fromarray(picture[:, :, 0])


def save(name, tensor):
    np.ascontiguousarray(tensor.numpy()).astype('<f4').tofile(name + '.f32')


def tensor(image):
    array = np.asarray(image, dtype=np.float32) / 255
    return torch.from_numpy(array[None] if array.ndim == 2 else array.transpose(2, 0, 1))


t = tensor(rgb)
save('picture', t)
rgb.save('rgb.png')
grey.save('grey.png')
rgb.convert('P', palette=Image.ADAPTIVE, colors=16).save('palette.png')
save('palette', tensor(Image.open('palette.png').convert('RGB')))
rgba = rgb.copy()
rgba.putalpha(grey)
rgba.save('rgba.png')
Image.fromarray(picture[:, :, 0].astype(np.int32) * 257).convert('I;16').save('grey16.png')
rgb.convert('CMYK').save('cmyk.jpg', quality=95)
save('cmyk', tensor(Image.open('cmyk.jpg').convert('RGB')))
# The same numbers, said to be luma, chroma and black (Adobe's transform 2).
inks = open('cmyk.jpg', 'rb').read()
transform = inks.index(b'Adobe') + 11
open('ycck.jpg', 'wb').write(inks[:transform] + b'\2' + inks[transform + 1:])
save('ycck', tensor(Image.open('ycck.jpg').convert('RGB')))
rgb.save('rgb.jpg', quality=95)
save('jpeg', tensor(Image.open('rgb.jpg')))
save('grey_of_rgb', tensor(rgb.convert('L')))

save('brightness_1.4', F.adjust_brightness(t, 1.4))
save('contrast_0.6', F.adjust_contrast(t, .6))
save('contrast_1.5', F.adjust_contrast(t, 1.5))
save('saturation_0.3', F.adjust_saturation(t, .3))
save('saturation_1.7', F.adjust_saturation(t, 1.7))
save('grey_contrast_1.5', F.adjust_contrast(tensor(grey), 1.5))
for angle in (2, -13.5, 40):
    save('rotation_%s' % angle, tensor(F.rotate(rgb, angle)))

# torchvision's own bilinear with antialias, on float pixels.
for h, w in ((10, 14), (7, 5), (33, 50), (13, 40)):
    save('resize_%dx%d' % (h, w), F.resize(t, [h, w], antialias=True).clamp(0, 1))
save('fit_12', F.center_crop(F.resize(t, 12, antialias=True), [12, 12]))
