package io.stepcast.it;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a broker, and can hold the commit of a transaction: before the broker has it, or when the broker has done
 * it and the client hasn't heard. What is held never goes on.
 */
final class KafkaProxy implements AutoCloseable {

    /** On which side of the broker a commit is held. */
    enum Moment {
        BEFORE_THE_BROKER_HAS_IT,
        BEFORE_THE_CLIENT_HEARS
    }

    /** A commit to hold: those of transactional ids that match. */
    private record Hold(Moment moment, Predicate<String> transactionalId, CountDownLatch held) {}

    private final ServerSocket server;
    private final int brokerPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Hold hold;

    private KafkaProxy(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    /** @param bootstrapServers the only broker, host:port, which must advertise itself so */
    static KafkaProxy before(String bootstrapServers) throws IOException {
        return new KafkaProxy(Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1)));
    }

    String bootstrapServers() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** From now on holds the commits of these transactions, until {@link #letGo}. */
    void hold(Moment moment, Predicate<String> transactionalId) {
        hold = new Hold(moment, transactionalId, new CountDownLatch(1));
    }

    /** Waits until a commit is held; returns whether one is. */
    boolean awaitHeld(long seconds) throws InterruptedException {
        Hold now = hold;
        return now != null && now.held().await(seconds, TimeUnit.SECONDS);
    }

    /** Holds no more commits. Those that were held stay so. */
    void letGo() {
        hold = null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            sockets.add(client);
            sockets.add(broker);
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            // A broker answers a connection's requests in their order.
            Queue<Asked> asked = new ConcurrentLinkedQueue<>();
            start("requests", () -> passRequests(client, broker, asked));
            start("responses", () -> passResponses(broker, client, asked));
        }
    }

    /**
     * A request on its way.
     *
     * @param held what to hold its response for, or null
     */
    private record Asked(RequestHeader header, @Nullable Hold held) {}

    private void passRequests(Socket client, Socket broker, Queue<Asked> asked) throws IOException {
        try (client;
                broker) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(broker.getOutputStream());
            while (true) {
                byte[] frame = frame(in);
                ByteBuffer buffer = ByteBuffer.wrap(frame);
                RequestHeader header = RequestHeader.parse(buffer);
                Hold matching = matching(header, buffer);
                if (matching != null && matching.moment() == Moment.BEFORE_THE_BROKER_HAS_IT) {
                    matching.held().countDown();
                    waitForTheEndOf(in);
                    return;
                }
                asked.add(new Asked(header, matching));
                write(out, frame);
            }
        }
    }

    private @Nullable Hold matching(RequestHeader header, ByteBuffer body) {
        Hold now = hold;
        if (now == null || header.apiKey() != ApiKeys.END_TXN) {
            return null;
        }
        EndTxnRequestData request = new EndTxnRequestData(new ByteBufferAccessor(body), header.apiVersion());
        return request.committed() && now.transactionalId().test(request.transactionalId()) ? now : null;
    }

    private void passResponses(Socket broker, Socket client, Queue<Asked> asked) throws IOException {
        try (client;
                broker) {
            DataInputStream in = new DataInputStream(broker.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] frame = frame(in);
                Asked request = asked.remove();
                if (request.held() != null) {
                    request.held().held().countDown();
                    waitForTheEndOf(in);
                    return;
                }
                write(out, withOurPort(request.header(), frame));
            }
        }
    }

    /** Clients are to come back to the proxy, whatever address the broker gives. */
    private byte[] withOurPort(RequestHeader request, byte[] frame) {
        short version = request.apiVersion();
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        short headerVersion = request.apiKey().responseHeaderVersion(version);
        return switch (request.apiKey()) {
            case METADATA -> {
                ResponseHeader header = ResponseHeader.parse(buffer, headerVersion);
                MetadataResponseData data = new MetadataResponseData(new ByteBufferAccessor(buffer), version);
                data.brokers().forEach(broker -> broker.setPort(server.getLocalPort()));
                yield bytes(header, headerVersion, data, version);
            }
            case FIND_COORDINATOR -> {
                ResponseHeader header = ResponseHeader.parse(buffer, headerVersion);
                FindCoordinatorResponseData data =
                        new FindCoordinatorResponseData(new ByteBufferAccessor(buffer), version);
                data.coordinators().forEach(coordinator -> coordinator.setPort(server.getLocalPort()));
                yield bytes(header, headerVersion, data, version);
            }
            default -> frame;
        };
    }

    private static byte[] bytes(ResponseHeader header, short headerVersion, ApiMessage data, short version) {
        ByteBuffer head =
                MessageUtil.toByteBufferAccessor(header.data(), headerVersion).buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(data, version).buffer();
        return ByteBuffer.allocate(head.remaining() + body.remaining())
                .put(head)
                .put(body)
                .array();
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    private static void write(DataOutputStream out, byte[] frame) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array());
    }

    private static void waitForTheEndOf(DataInputStream in) throws IOException {
        while (in.read() >= 0) {
            // Nothing goes on.
        }
    }

    /** Work that ends when its connection does. */
    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side has closed its connection.
                    }
                },
                "proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }
}
