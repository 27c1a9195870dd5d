/* Forks a run for each fault, over and over for so many seconds; prints runs and the CPU seconds of all processes. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

extern int peer_run(int failing);

void *peer_alloc(unsigned long bytes)
{
	return malloc(bytes);
}

void peer_free(void *address)
{
	free(address);
}

static double cpu(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double now(void)
{
	struct timeval time;

	gettimeofday(&time, NULL);
	return time.tv_sec + time.tv_usec / 1e6;
}

static void fork_run(int failing)
{
	pid_t child = fork();

	if (child == 0) {
		peer_run(failing);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	double until = now() + atof(argv[1]);
	int steps, failing;
	long runs = 0;

	steps = peer_run(-1);
	while (now() < until)
		for (failing = 0; failing < steps; failing++, runs++)
			fork_run(failing);
	printf("%d %ld %f\n", steps, runs, cpu(RUSAGE_SELF) + cpu(RUSAGE_CHILDREN));
	return 0;
}
