package assay.http;

import assay.http.limit.Rate;

/**
 * How much the public listener takes.
 *
 * @param perAddress from one IPv4 address, or one /64 of IPv6
 * @param perApp for one app, from all addresses
 * @param mostAddresses how many addresses are remembered
 */
public record Rates(Rate perAddress, Rate perApp, int mostAddresses) {}
