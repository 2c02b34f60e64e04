package io.stepcast.job.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes lists of headers. */
final class Headers {

    private Headers() {}

    static void write(DataOutput out, List<Header> headers) throws IOException {
        out.writeInt(headers.size());
        for (Header header : headers) {
            Fields.writeString(out, header.name());
            Fields.writeBytes(out, header.value());
        }
    }

    static List<Header> read(DataInput in) throws IOException {
        int count = in.readInt();
        List<Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            headers.add(new Header(Fields.readString(in), Fields.readBytes(in)));
        }
        return headers;
    }
}
