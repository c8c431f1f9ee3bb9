using System.Collections.Frozen;
using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>The names of types, which are values in expressions.</summary>
internal static class TypeNames
{
    private static readonly FrozenDictionary<string, ConstantReference> _standard = References(
        CelType.Bool, CelType.Int, CelType.UInt, CelType.Double, CelType.String, CelType.Bytes, CelType.Null, CelType.Timestamp,
        CelType.Duration, CelType.List(CelType.Dyn), CelType.Map(CelType.Dyn, CelType.Dyn), CelType.Type);

    private static readonly FrozenDictionary<string, ConstantReference> _optional = References(CelType.Optional(CelType.Dyn));

    private static readonly FrozenDictionary<string, ConstantReference> _network =
        References(CelType.Opaque(IpAddress.Name), CelType.Opaque(IpRange.Name));

    public static ConstantReference? Find(string name, CelExtensions extensions) => _standard.GetValueOrDefault(name)
        ?? ((extensions & CelExtensions.Optionals) != 0 ? _optional.GetValueOrDefault(name) : null)
        ?? ((extensions & CelExtensions.Network) != 0 ? _network.GetValueOrDefault(name) : null);

    private static FrozenDictionary<string, ConstantReference> References(params CelType[] types) => types
        .Select(type => new ConstantReference(CelValue.FromType(type.Name), CelType.TypeOf(type)))
        .ToFrozenDictionary(reference => reference.Value.AsTypeName, StringComparer.Ordinal);
}
