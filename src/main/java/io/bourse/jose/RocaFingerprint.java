package io.bourse.jose;

import java.math.BigInteger;
import java.util.BitSet;

/**
 * Recognizes RSA moduli made by the Infineon library of CVE-2017-15361 (Nemec et al., CCS 2017, section 2.3). Its
 * primes are k·M + (65537^a mod M), so modulo every small prime the modulus is a power of 65537. One modulus in about
 * 2^27 looks like that by chance.
 */
final class RocaFingerprint {

    private static final int GENERATOR = 65537;

    private static final int[] PRIMES = {
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167
    };

    private static final BitSet[] POWERS = powers();

    private RocaFingerprint() {}

    static boolean matches(BigInteger modulus) {
        for (int i = 0; i < PRIMES.length; i++) {
            int remainder = modulus.mod(BigInteger.valueOf(PRIMES[i])).intValue();
            if (!POWERS[i].get(remainder)) {
                return false;
            }
        }
        return true;
    }

    private static BitSet[] powers() {
        BitSet[] powers = new BitSet[PRIMES.length];
        for (int i = 0; i < PRIMES.length; i++) {
            int prime = PRIMES[i];
            BitSet group = new BitSet(prime);
            int power = 1;
            while (!group.get(power)) {
                group.set(power);
                power = power * GENERATOR % prime;
            }
            powers[i] = group;
        }
        return powers;
    }
}
