using System.Buffers;
using KernelGuard.Calls;

namespace KernelGuard.Evidence.Records;

/// <summary>Spells where a value stands in a record: <c>args.items[2].password</c>, and <c>args["a key"]</c> for keys that are no names.</summary>
internal static class RecordPath
{
    private static readonly SearchValues<char> NameChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-$");

    internal static string Join(string path, string key) =>
        key.Length > 0 && !key.AsSpan().ContainsAnyExcept(NameChars) ? $"{path}.{key}" : $"{path}[{CanonicalJson.ToText(key)}]";
}
