using System.Collections.Frozen;
using KernelGuard.Cel.Checking;

namespace KernelGuard.Cel.Library;

/// <summary>The names of types, which are values in expressions.</summary>
internal static class TypeNames
{
    private static readonly FrozenDictionary<string, ConstantReference> _references = new[]
    {
        CelType.Bool, CelType.Int, CelType.UInt, CelType.Double, CelType.String, CelType.Bytes, CelType.Null, CelType.Timestamp,
        CelType.Duration, CelType.List(CelType.Dyn), CelType.Map(CelType.Dyn, CelType.Dyn), CelType.Type,
    }
        .Select(type => new ConstantReference(CelValue.FromType(type.Name), CelType.TypeOf(type)))
        .ToFrozenDictionary(reference => reference.Value.AsTypeName, StringComparer.Ordinal);

    public static ConstantReference? Find(string name) => _references.GetValueOrDefault(name);
}
