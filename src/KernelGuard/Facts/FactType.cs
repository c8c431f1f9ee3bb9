namespace KernelGuard.Facts;

/// <summary>What kind of value a declared fact has.</summary>
internal enum FactType
{
    String,
    Int,
    Double,
    Bool,
    List,
    Map,
}
