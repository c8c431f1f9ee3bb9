namespace KernelGuard.Evidence.Records;

/// <summary>Fills a salt of 16 bytes; replaced in tests so that records are reproducible.</summary>
internal delegate void SaltSource(Span<byte> salt);
