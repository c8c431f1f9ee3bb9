using System.Security.Cryptography;
using KernelGuard.Calls.Canonical;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>The key that signs a ledger's checkpoints: ECDSA P-256.</summary>
internal sealed class LedgerKey : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly ECDsa _key;
    private readonly bool _owned;

    internal LedgerKey(ECDsa key, bool owned)
    {
        _key = key;
        _owned = owned;
        CheckCurve(key);
        Id = IdOf(key);
    }

    internal string Id { get; }

    internal string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Reads the key at a path, or makes one there that only its owner can read.</summary>
    internal static LedgerKey LoadOrCreate(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            if (File.Exists(path))
            {
                key.ImportFromPem(File.ReadAllText(path));
            }
            else
            {
                WritePrivate(path, key.ExportPkcs8PrivateKeyPem() + "\n");
            }

            return new LedgerKey(key, owned: true);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new LedgerUnavailableException($"the signing key `{path}` cannot be read: {e.Message}", e);
        }
    }

    internal static string IdOf(ECDsa key) => CanonicalJsonHash.Of(key.ExportSubjectPublicKeyInfo());

    /// <summary>Reads a public key; null where the text is no P-256 key.</summary>
    internal static ECDsa? TryReadPublic(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            CheckCurve(key);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    internal byte[] Sign(byte[] data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose()
    {
        if (_owned)
        {
            _key.Dispose();
        }
    }

    private static void CheckCurve(ECDsa key)
    {
        if (key.KeySize != 256 || key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value is not (P256 or null))
        {
            throw new ArgumentException("the key is not on the curve P-256", nameof(key));
        }
    }

    private static void WritePrivate(string path, string pem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written whole or not at all: a key that was cut off by a crash would stop every later start.
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var stream = new FileStream(unfinished, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(pem));
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path);
    }
}
