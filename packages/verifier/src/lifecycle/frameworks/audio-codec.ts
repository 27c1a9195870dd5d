import type { Framework } from '../framework.ts';

const FOUND = 1;

/** The AC97 codec behind a sound device: there is one, of no known make [2.4.27 drivers/sound/ac97_codec.c]. */
export const audioCodec: Framework = {
  name: 'audio codec',
  headers: ['linux/ac97_codec.h'],
  treeOnly: true,
  calls: (host) => ({
    ac97_alloc_codec: () => host.code.call('fh_codec_alloc'),
    ac97_release_codec: (codec) => void host.code.call('fh_codec_free', codec),
    ac97_probe_codec(codec) {
      if (host.kernel.fallible('ac97_probe_codec')) return 0;
      host.code.call('fh_codec_mixer', codec);
      return FOUND;
    },
    ac97_set_adc_rate: (_codec, rate) => rate,
    ac97_set_dac_rate: (_codec, rate) => rate,
    ac97_save_state: () => 0,
    ac97_restore_state: () => 0,
  }),
  use: null,
  glue: `
extern void *kmalloc(size_t bytes, int gfp);
extern void kfree(const void *object);

struct ac97_codec *fh_codec_alloc(void)
{
	struct ac97_codec *codec = kmalloc(sizeof(*codec), GFP_KERNEL);

	if (codec)
		memset(codec, 0, sizeof(*codec));
	return codec;
}

static int fh_codec_read(struct ac97_codec *codec, int channel)
{
	return 0;
}

static void fh_codec_write(struct ac97_codec *codec, int channel, unsigned int left, unsigned int right)
{
}

static int fh_codec_source(struct ac97_codec *codec, int write, int mask)
{
	return mask;
}

static int fh_codec_ioctl(struct ac97_codec *codec, unsigned int command, unsigned long argument)
{
	return 0;
}

static struct ac97_ops fh_codec_operations;

void fh_codec_mixer(struct ac97_codec *codec)
{
	/* of no known make: no operation [2.4.27 drivers/sound/ac97_codec.c null_ops] */
	codec->name = "unknown";
	codec->codec_ops = &fh_codec_operations;
	codec->read_mixer = fh_codec_read;
	codec->write_mixer = fh_codec_write;
	codec->recmask_io = fh_codec_source;
	codec->mixer_ioctl = fh_codec_ioctl;
}

void fh_codec_free(struct ac97_codec *codec)
{
	kfree(codec);
}
`,
};
