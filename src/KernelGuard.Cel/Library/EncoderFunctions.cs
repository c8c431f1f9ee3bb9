using System.Buffers.Text;
using System.Text;

namespace KernelGuard.Cel.Library;

/// <summary>The library <c>base64</c>.</summary>
internal static class EncoderFunctions
{
    public static IEnumerable<CelFunction> Functions =>
    [
        new("base64.encode", CelOverload.Engine(false, CelType.String, Encode, CelType.Bytes)),
        new("base64.decode", CelOverload.Engine(false, CelType.Bytes, Decode, CelType.String)),
    ];

    private static CelValue Encode(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var octets = arguments[0].RawBytes;
        return octets.Length / 3L * 4 > activation.Limits.MaxStringChars
            ? CelValue.Error(CelErrorCodes.LimitExceeded, "the text is longer than its limit")
            : CelValue.FromString(Convert.ToBase64String(octets));
    }

    // The padding may be missing, but not be wrong. The platform would skip white space.
    private static CelValue Decode(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var text = arguments[0].RawString;
        var padded = text.EndsWith('=') ? text : text.PadRight((text.Length + 3) / 4 * 4, '=');
        var isClean = !text.AsSpan().ContainsAny(" \t\r\n");
        if (isClean && Ascii.IsValid(padded) && Base64.IsValid(padded))
        {
            return CelValue.FromBytes(Convert.FromBase64String(padded));
        }

        return CelValue.Error(CelErrorCodes.InvalidArgument, "the text is not base64");
    }
}
