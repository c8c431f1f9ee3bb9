using System.Security.Cryptography;
using System.Text;

namespace KernelGuard.Policies.Reading;

/// <summary>What policy files hold, byte for byte, in a few characters: tells whether anything changed without reading what it means.</summary>
internal static class PolicyFingerprint
{
    private const string Unreadable = "unreadable";

    /// <summary>The fingerprint of a file, or of the policy files of a folder. Never throws: files that cannot be read have one too.</summary>
    public static string Of(string path)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[16 * 1024];
            foreach (var file in PolicyFiles.Find(path))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{file}\n{Append(hash, file, buffer)}\n"));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception exception) when (PolicyFiles.IsFileError(exception))
        {
            return Unreadable;
        }
    }

    // A file past the limit is an error whatever follows, and must not be read to its end every few seconds.
    private static long Append(IncrementalHash hash, string file, byte[] buffer)
    {
        using var stream = PolicyFiles.Open(file);
        long length = 0;
        int read;
        while (length <= PolicyFiles.MaxFileBytes && (read = stream.Read(buffer)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
        }

        return length;
    }
}
