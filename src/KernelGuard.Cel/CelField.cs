namespace KernelGuard.Cel;

/// <summary>A declared field of a record type.</summary>
/// <param name="Type">The type of its value.</param>
/// <param name="Optional">True if a record may lack it; reading an absent field is an error, which <c>has()</c> guards against.</param>
public sealed record CelField(CelType Type, bool Optional = false);
