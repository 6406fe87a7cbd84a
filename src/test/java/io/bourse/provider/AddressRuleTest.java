package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "240.0.0.1",
                "::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "2002:7f00:1::1",
                "2001::1",
                "2001:0:4136:e378::1",
                "2001:db8::1",
                "3fff::1",
                "100::1"
            })
    void refusesWhatIsNotPublicUnlessTheEntryAllowsPrivateAddresses(String text) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(text);

        assertThat(AddressRule.permits(address, false)).isFalse();
        assertThat(AddressRule.permits(address, true)).isTrue();
    }

    /** Whoever writes an entry must not read the credentials of the machine, however the address is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "169.254.255.255",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "fe80::1",
                "fe80::a9fe:a9fe",
                "febf::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "::ffff:0:169.254.169.254",
                "64:ff9b::169.254.169.254",
                "64:ff9b::6464:64c8",
                "64:ff9b:1::169.254.169.254",
                "64:ff9b:1:a9fe:a9:fe00::",
                "64:ff9b:1:a9:fe:a9fe::",
                "64:ff9b:1:0:a9:fea9:fe00::",
                "2002:a9fe:a9fe::1"
            })
    void neverCallsACloudsMetadata(String text) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(text);

        assertThat(AddressRule.permits(address, false)).isFalse();
        assertThat(AddressRule.permits(address, true)).isFalse();
    }

    @Test
    void aMappedAddressThatStayedSixteenBytesIsJudgedByWhatItCarries() throws UnknownHostException {
        byte[] metadata = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 169, (byte) 254, (byte) 169, (byte) 254};
        byte[] privately = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};

        assertThat(AddressRule.permits(Inet6Address.getByAddress("idp.test", metadata, 0), true))
                .isFalse();
        assertThat(AddressRule.permits(Inet6Address.getByAddress("idp.test", privately, 0), true))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255", "255.255.255.255", "::", "ff02::1"})
    void neverCallsWhatNamesNoHost(String text) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(text);

        assertThat(AddressRule.permits(address, false)).isFalse();
        assertThat(AddressRule.permits(address, true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::5",
                "2001:4860:4860::8888",
                "2003::1"
            })
    void permitsPublicAddressesUpToTheEdgesOfTheBlocks(String text) throws UnknownHostException {
        assertThat(AddressRule.permits(InetAddress.getByName(text), false)).isTrue();
    }

    @Test
    void refusesMappedAddressesThatStayedSixteenBytes() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, 8, 8, 8, 8};
        InetAddress address = Inet6Address.getByAddress("idp.test", mapped, 0);

        assertThat(address.getAddress()).hasSize(16);
        assertThat(AddressRule.permits(address, false)).isFalse();
    }
}
