namespace KernelGuard.Rules.Addresses;

/// <summary>Compares an address to what a policy names; null with a problem if that cannot be told.</summary>
internal delegate bool? AddressTest<TAddress, TNamed>(TAddress address, TNamed named, out string problem);
