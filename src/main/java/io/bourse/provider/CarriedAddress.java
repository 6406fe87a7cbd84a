package io.bourse.provider;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The IPv4 addresses that an IPv6 address may stand for, if there is a translator on the way. */
final class CarriedAddress {

    /** Translators skip byte 8 of an address (RFC 6052 section 2.2), whatever the length of their prefix. */
    private static final int SKIPPED = 8;

    /** Beginnings of addresses that end in an IPv4 address: compatible, mapped, translated, NAT64. */
    private static final List<byte[]> PREFIXES_OF_LAST_FOUR = List.of(
            new byte[12],
            bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF),
            bytes(0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0),
            bytes(0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0));

    private static final byte[] SIX_TO_FOUR = bytes(0x20, 0x02);

    /** For translators of a network's own (RFC 8215), whose prefix is this or longer. */
    private static final byte[] LOCAL_NAT64 = bytes(0, 0x64, 0xFF, 0x9B, 0, 1);

    private CarriedAddress() {}

    /** All that it may be, each of 4 bytes; empty for an IPv4 address and for one that carries none. */
    static List<byte[]> in(byte[] address) {
        if (address.length != 16) {
            return List.of();
        }
        if (PREFIXES_OF_LAST_FOUR.stream().anyMatch(prefix -> begins(address, prefix))) {
            return List.of(Arrays.copyOfRange(address, 12, 16));
        }
        if (begins(address, SIX_TO_FOUR)) {
            return List.of(Arrays.copyOfRange(address, 2, 6));
        }
        // Nobody outside that network knows how long the prefix is: of 48, 56, 64 or 96 bits.
        return begins(address, LOCAL_NAT64)
                ? IntStream.of(6, 7, 8, 12)
                        .mapToObj(from -> after(address, from))
                        .toList()
                : List.of();
    }

    private static byte[] after(byte[] address, int from) {
        byte[] carried = new byte[4];
        int next = from;
        for (int i = 0; i < carried.length; i++) {
            next = next == SKIPPED ? next + 1 : next;
            carried[i] = address[next++];
        }
        return carried;
    }

    private static boolean begins(byte[] address, byte[] prefix) {
        return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
