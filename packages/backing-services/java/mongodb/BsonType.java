import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ConcurrentModificationException;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Documents in an H2 map as BSON. */
final class BsonType extends BasicDataType<Document> {
  /** What a document takes in memory, as a multiple of its BSON. */
  private static final int MEMORY_PER_BYTE = 4;
  private static final int ATTEMPTS = 100;

  @Override
  public int getMemory(Document document) {
    return MEMORY_PER_BYTE * encoded(document, ATTEMPTS).readableBytes();
  }

  @Override
  public void write(WriteBuffer out, Document document) {
    ByteBuf bytes = encoded(document, ATTEMPTS);
    out.put(bytes.array(), bytes.arrayOffset(), bytes.readableBytes());
  }

  /** Documents are changed in place while the store writes in the background; a change is followed by another write. */
  private static ByteBuf encoded(Document document, int attempts) {
    try {
      ByteBuf bytes = Unpooled.buffer();
      BsonEncoder.encodeDocument(document, bytes);
      return bytes;
    } catch (ConcurrentModificationException changed) {
      if (attempts == 1) throw changed;
      return encoded(document, attempts - 1);
    }
  }

  /** BSON begins with its length. */
  @Override
  public Document read(ByteBuffer in) {
    int length = in.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt();
    Document document = BsonDecoder.decodeBson(Unpooled.wrappedBuffer(in.slice().limit(length)));
    in.position(in.position() + length);
    return document;
  }

  @Override
  public Document[] createStorage(int size) {
    return new Document[size];
  }
}
