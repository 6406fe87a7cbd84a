package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProviderAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://idp.example, idp.example, 443, /",
        "https://idp.example/keys?a=b%20c, idp.example, 443, /keys?a=b%20c",
        "HTTPS://idp.example:8443/k, idp.example, 8443, /k",
        "'https://[2606:4700::1111]/k', 2606:4700::1111, 443, /k",
        "https://idp.example./k, idp.example., 443, /k",
        "https://8.8.8.8/k, 8.8.8.8, 443, /k",
        "https://172.32.0.1/k, 172.32.0.1, 443, /k",
        "https://10.example/k, 10.example, 443, /k",
        "https://localhost.example/k, localhost.example, 443, /k",
    })
    void readsPublicAddresses(String text, String host, int port, String target) {
        assertThat(ProviderAddress.parse(text, false)).isEqualTo(new ProviderAddress(true, host, port, target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "idp.example",
                "/keys",
                "http://idp.example/",
                "ftp://idp.example/",
                "file:///etc/passwd",
                "https:///keys",
                "https://",
                "https://user@idp.example/",
                "https://idp.example/#keys",
                "https://idp.example:0/",
                "https://idp.example:70000/",
                "https://idp.example\r\nX: y/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://169.254.169.254/latest",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[fe80::1%25eth0]/",
                "https://10.1.2.3/",
                "https:idp.example",
                "https://idp example",
                "https://*.example",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://a.localhost/",
                "https://db/",
                "https://kubernetes.default.svc.cluster.local/",
                "https://metadata.google.internal/",
                "https://0.0.0.0/",
                "https://100.64.0.1/",
                "https://172.31.255.255/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://0x7f000001/",
                "https://0x7f.0x0.0x0.0x1/",
                "https://127.0.0.1./",
                "https://[::]/",
                "https://[fd00::1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[2001:0:1::]/"
            })
    void refusesWhatMayNotBeCalledAlreadyWhenTheEntryIsWritten(String text) {
        assertThatThrownBy(() -> ProviderAddress.parse(text, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must ");
    }

    @Test
    void anEntryWithPrivateAddressesMayDoWithoutTlsButOnlyThere() throws UnknownHostException {
        ProviderAddress plain = ProviderAddress.parse("http://idp.internal/", true);
        List<InetAddress> inside = List.of(InetAddress.getByName("10.0.0.7"));
        List<InetAddress> outside = List.of(InetAddress.getByName("8.8.8.8"));

        assertThat(plain.mayReach(inside, true)).isTrue();
        assertThat(plain.mayReach(outside, true)).isFalse();
        assertThatThrownBy(() -> ProviderAddress.parse("http://8.8.8.8/", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must use https to a public address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "https://169.254.169.254/",
                "https://[fe80::1]/",
                "https://[::ffff:169.254.169.254]/",
                "https://[64:ff9b::a9fe:a9fe]/",
                "http://0.0.0.0/"
            })
    void privateAddressesAreNotThoseOfACloudsMetadata(String text) {
        assertThatThrownBy(() -> ProviderAddress.parse(text, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must not be link-local or where clouds keep their metadata, nor name no host");
    }

    @Test
    void oneRefusedAddressRefusesTheHost() throws UnknownHostException {
        ProviderAddress address = ProviderAddress.parse("https://idp.example/", false);
        InetAddress good = InetAddress.getByName("8.8.8.8");
        InetAddress bad = InetAddress.getByName("127.0.0.1");

        assertThat(address.mayReach(List.of(good), false)).isTrue();
        assertThat(address.mayReach(List.of(good, bad), false)).isFalse();
        assertThat(address.mayReach(List.of(), false)).isFalse();
    }
}
