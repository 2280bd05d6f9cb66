package robusta.dsl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** What a URL gave when it was first read: of a file in a jar, so that the jar is opened once. */
final class RememberedResource extends URLStreamHandler {
  private final byte[] bytes;

  private RememberedResource(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A URL of the same name that is read from memory. */
  static URL of(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return new URL(null, url.toExternalForm(), new RememberedResource(in.readAllBytes()));
    }
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new URLConnection(url) {
      @Override
      public void connect() {}

      @Override
      public InputStream getInputStream() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
