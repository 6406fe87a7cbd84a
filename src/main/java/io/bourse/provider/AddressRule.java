package io.bourse.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be called, so that a provider's address cannot be turned against what stands behind our own
 * firewall (RFC 8725bis section 3.10). Follows the IANA special-purpose registries: whatever is not plain public
 * unicast is refused. That includes every IPv6 form that carries an IPv4 address inside (mapped, compatible, 6to4,
 * Teredo, NAT64), for what such an address reaches depends on a translator that we do not know.
 */
final class AddressRule {

    private static final List<Block> NOT_PUBLIC_V4 = blocks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT; 100.100.100.200 is a cloud's metadata
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's host, on an address that looks public
            "169.254.0.0/16", // link-local; 169.254.169.254 is most clouds' metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // IETF protocol assignments; 192.0.0.192 is Oracle's metadata
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    private static final Block GLOBAL_UNICAST_V6 = Block.of("2000::/3");

    private static final List<Block> NOT_PUBLIC_V6 = blocks(
            "2001::/23", // IETF protocol assignments, Teredo
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation

    private static final List<Block> NO_HOST =
            blocks("0.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32", "::/128", "ff00::/8");

    /** Where clouds hand out a machine's own credentials to whoever asks from it, and no provider is. */
    private static final List<Block> METADATA = blocks(
            "169.254.0.0/16", // link-local: most clouds
            "100.100.100.200/32", // Alibaba
            "168.63.129.16/32", // Azure
            "192.0.0.192/32", // Oracle
            "fe80::/10", // link-local
            "fd00:ec2::/32", // Amazon
            "fd20:ce::254/128"); // Google

    private AddressRule() {}

    /**
     * @param privateAddresses also permits whatever names a host that may be a provider: loopback, private, translated;
     *     but never link-local and the other addresses of clouds' metadata, in whatever form
     */
    static boolean permits(InetAddress address, boolean privateAddresses) {
        byte[] bytes = address.getAddress();
        return privateAddresses ? !isIn(NO_HOST, bytes) && !isMetadata(bytes) : isPublic(address);
    }

    private static boolean isMetadata(byte[] address) {
        return isIn(METADATA, address) || CarriedAddress.in(address).stream().anyMatch(inner -> isIn(METADATA, inner));
    }

    private static boolean isIn(List<Block> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return !isIn(NOT_PUBLIC_V4, bytes);
        }
        return GLOBAL_UNICAST_V6.contains(bytes) && !isIn(NOT_PUBLIC_V6, bytes);
    }

    private static List<Block> blocks(String... texts) {
        return Stream.of(texts).map(Block::of).toList();
    }

    /** An address block in CIDR notation. */
    private record Block(byte[] prefix, int bits) {

        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                // A literal: nothing is looked up.
                byte[] prefix = InetAddress.getByName(text.substring(0, slash)).getAddress();
                return new Block(prefix, Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit));
                if (((address[bit / 8] ^ prefix[bit / 8]) & mask & 0xFF) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
