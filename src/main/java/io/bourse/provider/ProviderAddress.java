package io.bourse.provider;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address that a provider's entry names. The same rules hold when an entry is written and when it is used; names are
 * judged again by what they resolve to, each time that we connect.
 *
 * @param tls false only for an entry that allows private addresses
 * @param host a name, or a literal without brackets
 * @param target path and query, never empty
 */
public record ProviderAddress(boolean tls, String host, int port, String target) {

    private static final String UNLESS = ", unless private_addresses is true";

    private static final String NEVER = "must not be link-local or where clouds keep their metadata, nor name no host";

    /** Names that mean something only inside a network. */
    private static final Pattern LOCAL = Pattern.compile(
            "[^.]+\\.?|.*\\.(?:local|localhost|internal|lan|home\\.arpa)\\.?", Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    /**
     * @throws IllegalArgumentException if the address may not be called; the message is a literal of ours that says why
     */
    public static ProviderAddress parse(String text, boolean privateAddresses) {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        require(tls || scheme.equals("http"), "must start with https://");
        require(tls || privateAddresses, "must use https" + UNLESS);
        require(uri.getHost() != null && uri.getRawUserInfo() == null, "must have a host and no user");
        require(uri.getRawFragment() == null, "must have no fragment");
        int port = uri.getPort() == -1 ? tls ? 443 : 80 : uri.getPort();
        require(port > 0 && port < 65536, "must have a valid port");
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        require(!host.contains("%"), "must have no zone");
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        ProviderAddress address = new ProviderAddress(tls, host, port, target);
        if (LITERAL.matcher(host).matches()) {
            List<InetAddress> literal = literal(host);
            require(literal.stream().allMatch(each -> AddressRule.permits(each, true)), NEVER);
            require(address.mayReach(literal, privateAddresses), refusal(privateAddresses));
        } else {
            require(privateAddresses || !LOCAL.matcher(host).matches(), refusal(privateAddresses));
        }
        return address;
    }

    private static String refusal(boolean privateAddresses) {
        return privateAddresses
                ? "must use https to a public address"
                : "must not lead into a private network" + UNLESS;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URI");
        }
    }

    private static List<InetAddress> literal(String host) {
        try {
            return List.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("must have a valid host");
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * Whether all that the host resolved to may be called. One refused address refuses the host: a name that mixes
     * them is a trick. Without TLS only addresses that are not public will do.
     */
    boolean mayReach(List<InetAddress> addresses, boolean privateAddresses) {
        return !addresses.isEmpty()
                && addresses.stream()
                        .allMatch(address -> AddressRule.permits(address, privateAddresses)
                                && (tls || !AddressRule.isPublic(address)));
    }
}
