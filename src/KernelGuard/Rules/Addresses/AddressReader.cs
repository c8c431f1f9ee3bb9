namespace KernelGuard.Rules.Addresses;

/// <summary>Reads a text; null with a problem if it has no single meaning, and an empty problem otherwise.</summary>
internal delegate T? AddressReader<T>(string text, out string problem)
    where T : class;
