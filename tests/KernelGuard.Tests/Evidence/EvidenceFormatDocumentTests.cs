using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KernelGuard.Evidence;
using KernelGuard.Evidence.Verification;
using Xunit;

namespace KernelGuard.Tests.Evidence;

/// <summary>Computes the example of docs/evidence-format.md again, from the document alone.</summary>
public sealed class EvidenceFormatDocumentTests
{
    private static readonly string Document = Repository.Read("docs/evidence-format.md");
    private static readonly string[] Lines = ExampleLines();

    [Fact]
    public void Example_Hashes_AreThoseOfTheLines()
    {
        var (first, second) = (Encoding.UTF8.GetBytes(Lines[0]), Encoding.UTF8.GetBytes(Lines[1]));
        byte[][] leaves = [SHA256.HashData([0, .. first]), SHA256.HashData([0, .. second])];

        Assert.Contains($"\"prev\":\"{Text(SHA256.HashData(first))}\"", Lines[1], StringComparison.Ordinal);
        Assert.Contains($"| SHA-256 of line 0, the `prev` of line 1 and the ledger's id | `{Text(SHA256.HashData(first))}` |", Document, StringComparison.Ordinal);
        Assert.Contains($"| leaf 0 | `{Text(leaves[0])}` |", Document, StringComparison.Ordinal);
        Assert.Contains($"| leaf 1 | `{Text(leaves[1])}` |", Document, StringComparison.Ordinal);
        Assert.Contains($"| root over both | `{Text(SHA256.HashData([1, .. leaves[0], .. leaves[1]]))}` |", Document, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_InputHash_IsThatOfItsArgumentsAndCommitment()
    {
        byte[] committed = [.. Enumerable.Repeat((byte)1, 16), .. "\"abc\""u8];
        var arguments = $$$"""{"amount":90,"token":{"$redacted":"{{{Text(SHA256.HashData(committed))}}}"}}""";

        Assert.Contains($"\"arguments\":{arguments},", Lines[0], StringComparison.Ordinal);
        Assert.Contains($"\"input_hash\":\"{Text(SHA256.HashData(Encoding.UTF8.GetBytes(arguments)))}\"", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Example_Records_FitTheSchemaAndScan()
    {
        var schema = EvidenceDocuments.Schema();
        var previous = new byte[32];
        foreach (var line in Lines)
        {
            using var document = JsonDocument.Parse(line);
            Assert.Empty(schema.Validate(document.RootElement));
            var header = RecordScanner.Scan(Encoding.UTF8.GetBytes(line), previous);
            Assert.Null(header.Problem);
            Assert.True(header.NamesPrevious);
            previous = SHA256.HashData(Encoding.UTF8.GetBytes(line));
        }
    }

    [Fact]
    public void Document_FindingCodes_AreAllOfThem()
    {
        var codes = typeof(LedgerFindingCodes).GetFields().Select(static field => (string)field.GetRawConstantValue()!);

        Assert.All(codes, static code => Assert.Contains($"| `{code}` |", Document, StringComparison.Ordinal));
    }

    private static string[] ExampleLines()
    {
        const string fence = "```jsonl\n";
        var start = Document.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return Document[start..Document.IndexOf("\n```", start, StringComparison.Ordinal)].Split('\n');
    }

    private static string Text(byte[] hash) => "sha256:" + Convert.ToHexStringLower(hash);
}
