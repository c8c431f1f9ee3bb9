using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using KernelGuard.Evidence;

namespace KernelGuard.Tests.Root;

/// <summary>Reads records as the JSON that a ledger would hold.</summary>
internal static class RecordLines
{
    public static string Text(this EvidenceRecord record)
    {
        var line = new ArrayBufferWriter<byte>();
        record.WriteLine(line, sequence: 0, new byte[32]);
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    public static JsonObject Json(this EvidenceRecord record) => JsonNode.Parse(record.Text())!.AsObject();
}
