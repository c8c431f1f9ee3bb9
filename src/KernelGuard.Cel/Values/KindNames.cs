namespace KernelGuard.Cel.Values;

/// <summary>The names of types as <c>type(x)</c> and messages give them.</summary>
internal static class KindNames
{
    public const string Timestamp = "google.protobuf.Timestamp";
    public const string Duration = "google.protobuf.Duration";

    public static string Of(in CelValue value) => value.Kind == CelKind.Opaque ? value.AsOpaque.TypeName : Of(value.Kind);

    public static string Of(CelKind kind) => kind switch
    {
        CelKind.Null => "null_type",
        CelKind.Bool => "bool",
        CelKind.Int => "int",
        CelKind.UInt => "uint",
        CelKind.Double => "double",
        CelKind.String => "string",
        CelKind.Bytes => "bytes",
        CelKind.List => "list",
        CelKind.Map => "map",
        CelKind.Timestamp => Timestamp,
        CelKind.Duration => Duration,
        CelKind.Type => "type",
        _ => "error",
    };
}
