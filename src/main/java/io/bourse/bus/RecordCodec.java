package io.bourse.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Hands {@link BusMessage}s over as they are. It refuses the wire, so that clustering the bus can only be a decision:
 * without a codec of ours, Vert.x would fall back to Java serialization in silence.
 */
public final class RecordCodec implements MessageCodec<BusMessage, BusMessage> {

    public static final String NAME = "bourse.record";

    RecordCodec() {}

    /** Makes this the codec of every {@link BusMessage} on this bus; call it once, before anything is sent. */
    public static void register(EventBus bus) {
        bus.registerCodec(new RecordCodec());
        bus.codecSelector(body -> body instanceof BusMessage ? NAME : null);
    }

    @Override
    public void encodeToWire(Buffer buffer, BusMessage message) {
        throw new IllegalStateException("a bus message does not leave the process");
    }

    @Override
    public BusMessage decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException("a bus message does not come from outside the process");
    }

    @Override
    public BusMessage transform(BusMessage message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
