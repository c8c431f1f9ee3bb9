using System.Reflection;
using Xunit;

namespace KernelGuard.Tests.PublicApi;

/// <summary>The public surface of a library as a text file, so that a reviewer sees it change.</summary>
internal static class ApprovedApi
{
    private const string ApproveVariable = "KERNELGUARD_APPROVE";

    /// <summary>Compares a library with its text in a folder of the repository; with <c>KERNELGUARD_APPROVE=1</c>, writes the text.</summary>
    public static void Check(string library, string folder)
    {
        var approvedPath = Repository.FullPath($"{folder}/{library}.txt");
        var received = PublicApiPrinter.Print(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            File.WriteAllText(approvedPath, received);
        }

        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";
        if (received != approved)
        {
            Assert.Fail(Explain(library, approved.Split('\n'), received));
        }
    }

    private static string Explain(string library, string[] approved, string received)
    {
        var receivedPath = Repository.FullPath($"artifacts/public-api/{library}.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(receivedPath)!);
        File.WriteAllText(receivedPath, received);
        var lines = received.Split('\n');
        var changes = approved.Except(lines).Select(line => $"- {line}").Concat(lines.Except(approved).Select(line => $"+ {line}"));
        return $"""
            The public API of {library} is not the approved one:
            {string.Join('\n', changes)}
            The received text is in artifacts/public-api/{library}.txt. To accept it, run this test with {ApproveVariable}=1 and commit the change.
            """;
    }
}
